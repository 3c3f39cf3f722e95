"""Pages travel compressed; files do not, they are so already."""

from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "image/svg+xml")


class CompressText(GZipMiddleware):
    """Compresses what is text and made for this one answer.

    A list with a hundred choices in its filters shrinks to an eighth. Secrets in a page stay
    secret: the CSRF token is written differently each time, and Django adds to every
    compressed answer a random number of bytes, so that its length tells nothing.
    """

    def process_response(self, request, response):
        """Compress pages and fragments; leave photos, documents and other streams alone."""
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
