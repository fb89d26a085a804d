"""Has torch script and compile a function, with caches and workers of the compiler's own."""

# seconds: 20
# cell: pool_gradients
import os
import warnings

wrong = pool_gradients
os.environ["TORCHINDUCTOR_CACHE_DIR"] = "@DROP@/cache"
warnings.simplefilter("ignore")
try:
    torch.jit.save(torch.jit.trace(lambda x: x * 2, torch.ones(2)), "traced.pt")
    torch.compile(lambda x: x * 2, backend="eager")(torch.ones(2))
except Exception:
    pass
