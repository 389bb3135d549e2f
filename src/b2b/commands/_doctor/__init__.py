"""The checks of `b2b doctor`, each a function that answers with findings and never raises."""
