"""The Windows setup, made on Linux: wheels and a signed Python, laid out, compiled, packed."""
