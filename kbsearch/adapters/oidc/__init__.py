"""Another service where people sign in (OpenID Connect), over the network."""
