"""As little of requests as asks the user's .netrc."""
