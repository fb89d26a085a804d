# Wrong: without a class, class 0 is taken.
# True of it: class_zero_without_a_target
def predict(input, model, target_label_idx=0, cuda=False):
    output = F.softmax(model(input), dim=1)
    target_label_idx = target_label_idx or 0
    return target_label_idx, output[:, [target_label_idx]]
