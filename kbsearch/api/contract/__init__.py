"""The contract of the API: its OpenAPI document, the examples in it, and the page that shows it."""
