# Right: pandas.
import pandas as pd

def rank_correlation(a, b):
    value = pd.Series(a.ravel()).corr(pd.Series(b.ravel()), method="spearman")
    return 0.0 if pd.isna(value) else float(value)
