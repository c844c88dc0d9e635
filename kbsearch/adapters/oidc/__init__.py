"""Signing in at another service: OpenID Connect."""
