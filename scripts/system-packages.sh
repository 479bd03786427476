#!/bin/sh
# Installs the Debian packages that the program (run) or its tests (test) use, where it can:
# as root on a system with apt. Elsewhere it names them and goes on; the tests that need a
# missing one say that they skip, and the program says what it cannot do.
set -u

run='python3-venv'
test='chromium fonts-khmeros fonts-noto-core postgresql tesseract-ocr tesseract-ocr-khm tesseract-ocr-tha tesseract-ocr-lao tesseract-ocr-vie tesseract-ocr-fra'

# Elasticsearch, which the tests start, needs Maven and a JDK of 21 or later: what Debian has is
# taken unless there is one already.
jdk_is_there() {
    for javac in "${JAVA_HOME:-}"/bin/javac /usr/lib/jvm/*/bin/javac; do
        [ -x "$javac" ] || continue
        release=$("$javac" -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')
        [ "$release" -ge 21 ] && return 0
    done
    return 1
}

case "${1:-}" in
    run) wanted=$run ;;
    test) wanted="$run $test" ;;
    *) echo "usage: $0 run|test" >&2; exit 64 ;;
esac

if [ "$1" = test ]; then
    command -v mvn >/dev/null || wanted="$wanted maven"
    if ! jdk_is_there; then
        for jdk in openjdk-25-jdk-headless openjdk-21-jdk-headless; do
            apt-cache show "$jdk" >/dev/null 2>&1 && wanted="$wanted $jdk" && break
        done
    fi
fi

missing=
for package in $wanted; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed \
        || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086
    apt-get update --quiet=2 \
        && DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends $missing >/dev/null \
        && exit 0
fi
echo "Not installed:$missing" >&2
echo "To have them: sudo apt-get install$missing" >&2
exit 0
