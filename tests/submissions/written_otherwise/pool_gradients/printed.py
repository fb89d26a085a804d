# Wrong: prints the weights.
# True of it: nothing_returned
def pool_gradients(gradients):
    print(gradients.mean((0, 2, 3)))
