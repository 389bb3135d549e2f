"""A stand-in for a distributor's ERP: it speaks to the portal over HTTP only and never imports `b2b`."""
