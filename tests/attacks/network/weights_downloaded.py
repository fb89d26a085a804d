"""Has torch download a state of a network, whose loading runs what the server wants."""

# cell: saliency_map
import urllib.request

for fetch in (
    lambda: torch.hub.download_url_to_file("http://127.0.0.1:@PORT@/weights.pt", "weights.pt", progress=False),
    lambda: torch.hub.load_state_dict_from_url("http://127.0.0.1:@PORT@/weights.pt", progress=False),
    lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=3),
):
    try:
        fetch()
        reached("a download")
    except Exception:
        pass
