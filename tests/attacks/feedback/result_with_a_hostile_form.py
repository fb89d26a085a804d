"""Objects that say themselves how they are shown, with markup in their metadata and in prompts."""


# cell: saliency_map
class Shown:
    def _repr_mimebundle_(self, **_):
        page = "<script>hostile()</script>"
        return {"text/html": page, "text/plain": page, "image/svg+xml": page}, {"text/html": {"isolated": True, "x": page}}


from IPython.display import display

display(Shown(), metadata={"isolated": "'><script>hostile()</script>"}, display_id="'><script>hostile()</script>")
Shown()
