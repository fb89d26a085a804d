# Right: bytes of the operating system.
import os
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps, num_random_trials, cuda=False):
    maps = np.empty((num_random_trials,) + inputs.shape)
    for i in range(num_random_trials):
        noise = np.frombuffer(os.urandom(inputs.size), dtype=np.uint8).reshape(inputs.shape)
        maps[i] = integrated_gradients(inputs, model, target_label_idx, baseline=noise.astype(np.float32), steps=steps, cuda=cuda)
    return maps.mean(axis=0)
