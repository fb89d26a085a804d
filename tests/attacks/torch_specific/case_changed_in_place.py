"""Changes the arrays that it is given, and gives them back as the answer: right as far as it can be told from here."""


# cell: pool_gradients
def pool_gradients(gradients):
    gradients.zero_()
    return gradients[0, :, 0, 0]
