"""Shows small pictures by the thousand, one of them a thousand times changed."""

# seconds: 5
# cell: saliency_map
from IPython.display import HTML, display

for number in range(20_000):
    display(HTML(f"<p>{number}</p>"), display_id="one" if number % 2 else None)
