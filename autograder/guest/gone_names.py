"""Names that NumPy, SciPy, matplotlib, pandas and torch have removed, and where each is found now.

It runs where a student's code runs (`autograder.guest.put_back`), so it imports nothing of the grader. A table's key is a
module, or a class in it, and the version that no longer has the names. Its values: `old=new` for what has another name in the
same package, `old=!` for what `autograder.guest.gone_numpy` and `gone_elsewhere` define, `old=:5` for a constant, `old=.` for
the module itself. The names in LEFT are not put back.
"""

Names = dict[str, str]  # old name -> where it is found

WINDOWS = (
    "barthann bartlett blackman blackmanharris bohman boxcar chebwin cosine exponential flattop gaussian general_gaussian "
    "hamming hann kaiser nuttall parzen triang tukey"
)
GONE: dict[tuple[str, str], str] = {
    ("numpy", "2.0"): """
        AxisError=exceptions.AxisError ComplexWarning=exceptions.ComplexWarning RankWarning=exceptions.RankWarning
        ModuleDeprecationWarning=exceptions.ModuleDeprecationWarning TooHardError=exceptions.TooHardError
        VisibleDeprecationWarning=exceptions.VisibleDeprecationWarning
        Inf=inf Infinity=inf PINF=inf infty=inf NaN=nan NAN=nan NINF=:float("-inf") PZERO=:0.0 NZERO=:-0.0
        float_=float64 complex_=complex128 cfloat=complex128 singlecomplex=complex64 longfloat=longdouble
        clongfloat=clongdouble longcomplex=clongdouble string_=bytes_ unicode_=str_
        product=prod cumproduct=cumprod alltrue=! sometrue=! round_=round mat=asmatrix asfarray=! msort=!
        find_common_type=! cast=! nbytes=! sctypes=! maximum_sctype=! obj2sctype=! sctype2char=! issctype=! issubclass_=!
        issubsctype=! disp=! safe_eval=! fastCopyAndTranspose=! recfromcsv=! recfromtxt=! deprecate=! deprecate_with_doc=!
        DataSource=lib.npyio.DataSource byte_bounds=lib.array_utils.byte_bounds compare_chararrays=char.compare_chararrays
        format_parser=rec.format_parser add_docstring=lib.add_docstring add_newdoc=lib.add_newdoc
        tracemalloc_domain=lib.tracemalloc_domain
        ALLOW_THREADS=:1 BUFSIZE=:8192 UFUNC_BUFSIZE_DEFAULT=:8192 CLIP=:0 WRAP=:1 RAISE=:2 MAXDIMS=:32
        MAY_SHARE_BOUNDS=:0 MAY_SHARE_EXACT=:-1 FLOATING_POINT_SUPPORT=:1
        ERR_IGNORE=:0 ERR_WARN=:1 ERR_RAISE=:2 ERR_CALL=:3 ERR_PRINT=:4 ERR_LOG=:5 ERR_DEFAULT=:521
        FPE_DIVIDEBYZERO=:1 FPE_OVERFLOW=:2 FPE_UNDERFLOW=:4 FPE_INVALID=:8
        SHIFT_DIVIDEBYZERO=:0 SHIFT_OVERFLOW=:3 SHIFT_UNDERFLOW=:6 SHIFT_INVALID=:9""",
    ("numpy:ndarray", "2.0"): "ptp=! itemset=! newbyteorder=!",
    ("numpy:ndarray", "2.3"): "tostring=!",
    ("numpy", "2.4"): "trapz=trapezoid in1d=!",
    ("numpy.linalg", "2.4"): "linalg=.",
    ("numpy.fft", "2.4"): "helper=.",
    ("scipy.integrate", "1.14"): """
        trapz=integrate.trapezoid cumtrapz=integrate.cumulative_trapezoid simps=! romberg=! quadrature=! AccuracyWarning=!""",
    ("scipy.linalg", "1.13"): "tri=! tril=! triu=!",
    ("scipy.linalg", "1.17"): "kron=!",
    ("scipy.misc", "1.15"): "derivative=! central_diff_weights=!",
    ("scipy.signal", "1.13"): " ".join(f"{name}=signal.windows.{name}" for name in WINDOWS.split()),
    ("scipy.special", "1.15"): "btdtr=special.betainc btdtri=special.betaincinv",
    ("scipy.special", "1.17"): "sph_harm=!",
    ("scipy.stats", "1.12"): "binom_test=!",
    ("scipy.stats", "1.17"): "find_repeats=!",
    ("matplotlib.cm", "3.9"): "register_cmap=! unregister_cmap=!",
    ("matplotlib.pyplot", "3.9"): "register_cmap=!",
    ("matplotlib.cm", "3.11"): "get_cmap=!",
    ("matplotlib.pyplot", "3.11"): "plot_date=!",
    ("matplotlib.axes:Axes", "3.11"): "plot_date=!",
    ("pandas", "3.0"): "value_counts=!",
    ("pandas.errors", "3.0"): "SettingWithCopyError=! SettingWithCopyWarning=!",
    ("pandas:DataFrame", "3.0"): "applymap=DataFrame.map backfill=DataFrame.bfill pad=DataFrame.ffill swapaxes=! bool=!",
    ("pandas:Series", "3.0"): "backfill=Series.bfill pad=Series.ffill ravel=! view=! bool=!",
    # torch still has these two, and they raise; 2.15 is the first supported version in which they do
    ("torch", "2.15"): "qr=! cholesky=!",
    ("torch:Tensor", "2.15"): "qr=! cholesky=!",
}
RAISING = ("torch", "torch:Tensor")  # owners whose old names are still there, and only raise

LEFT: dict[tuple[str, str], str] = {
    ("numpy", "2.0"): """add_newdoc_ufunc array_api dual geterrobj get_array_wrap kernel_version lookfor set_numeric_ops
        set_string_function seterrobj source use_hugepage who""",
    ("scipy.misc", "1.15"): "ascent electrocardiogram face",
    ("scipy.signal", "1.15"): """bspline cascade cmplx_sort cubic cwt daub impulse2 lsim2 morlet morlet2 qmf quadratic ricker
        step2""",
    ("scipy.special", "1.17"): "clpmn lpmn lpn",
    ("scipy.stats", "1.15"): "rvs_ratio_uniforms",
    ("pandas:DataFrame", "3.0"): "first last to_gbq",
    ("pandas:Series", "3.0"): "first last",
    ("pandas", "3.0"): "read_gbq",
    ("torch", "2.15"): "align_tensors",
    ("torch:Tensor", "2.15"): "align_as align_to has_names names refine_names rename rename_",
}


def names_of(table: str) -> Names:
    """Parses a table: old name -> where it is found."""
    return dict(entry.split("=", 1) for entry in table.split())
