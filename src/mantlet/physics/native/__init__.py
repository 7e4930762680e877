"""Compiles the plain numerical Python of `physics` and `engine` to machine code by way of LLVM."""
