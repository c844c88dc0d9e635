"""Alerts posted to another service, over the network."""
