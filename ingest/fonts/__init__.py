def is_legacy(name: str) -> bool:
    return False
