"""What `b2b up` is made of: a plan of processes, and the loop that keeps them running."""
