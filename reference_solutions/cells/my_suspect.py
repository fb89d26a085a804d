# %%
my_id = "paul"
