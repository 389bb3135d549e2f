"""A stand-in for LOGO's Objects REST Service: what it says on the wire, and the ways in which it fails."""
