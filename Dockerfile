# policy-kb: the web service and the worker, as a user without rights.
FROM python:3.11-slim-bookworm

# libseccomp2 locks the file readers in; tesseract and the fonts read and draw scanned pages
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libseccomp2 fonts-khmeros fonts-noto-core \
        tesseract-ocr tesseract-ocr-khm tesseract-ocr-tha tesseract-ocr-lao tesseract-ocr-vie \
        tesseract-ocr-fra \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home kb \
    && install --directory --owner kb --group kb --mode 0700 /data

WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY analyzers analyzers
COPY ingest ingest
COPY kb kb
COPY webapp webapp
RUN pip install --no-cache-dir --constraint constraints.txt '.[elasticsearch,postgresql]'

WORKDIR /home/kb
USER kb
ENV KB_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/en/help', timeout=4)"]
CMD ["sh", "-c", "kb init && exec kb serve --host 0.0.0.0"]
