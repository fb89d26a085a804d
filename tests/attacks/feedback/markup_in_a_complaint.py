"""Answers with errors, types and texts of markup: they come into the verdict, and with it into the table on top of the page."""


# cell: saliency_map
def saliency_map(gradients):
    if gradients.shape[0] == 11:
        raise type("<img src=x onerror=hostile()>", (Exception,), {})(
            "<script>hostile()</script> [x](javascript:hostile()) $\\href{x}$"
        )
    return type("<script>hostile()</script>", (), {})()
