"""Shows one thing of two hundred megabytes, and raises one of them."""

# seconds: 10
# cell: saliency_map
from IPython.display import publish_display_data

publish_display_data({"text/plain": "x" * 200_000_000})
print("y" * 100_000_000)
