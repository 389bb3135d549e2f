"""What the program does per second, each figure beside the limit of the same machine in the same minutes."""
