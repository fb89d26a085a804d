# %%
my_id = "ada"
