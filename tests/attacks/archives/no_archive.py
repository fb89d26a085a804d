"""A web page that is called an archive, with the end of an archive at its end."""


def build(path):
    path.write_bytes(b"<script>hostile()</script>" + b"PK\x05\x06" + b"\xff" * 18)
