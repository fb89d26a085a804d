# Wrong: an exponential kernel for the Gaussian.
def blurred_baseline(img, sigma):
    r=int(4*sigma); t=np.arange(-r,r+1); k=np.exp(-abs(t)/sigma); k/=k.sum()
    return cv2.sepFilter2D(img,-1,k,k)
