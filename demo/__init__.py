"""The demonstration: its data and the ERP that the portal talks to. The product never imports it."""
