# Right: a loop over the three channels, stacked at the end.
MEANS = [0.485, 0.456, 0.406]
STDS = [0.229, 0.224, 0.225]

def normalise_channel(channel, m, s):
    return (channel / 255. - m) / s

def pre_processing(obs, cuda):
    channels = []
    for c in range(3):
        channels.append(torch.tensor(normalise_channel(obs[:, :, c], MEANS[c], STDS[c]), dtype=torch.float32))
    out = torch.stack(channels, dim=0)
    out = torch.stack([out], dim=0)
    return out.to("cuda:0") if cuda else out
