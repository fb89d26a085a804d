# %%
accused = 145
