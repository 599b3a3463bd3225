/* Stands in for the icuuc.dll that Windows 10 has and wine lacks; in the test prefix only, never
   shipped. It says that it knows no text encoding, so Qt uses its own. */
#define EXPORTED __declspec(dllexport)
enum { NOT_FOUND = 4 };
typedef int Status;

#define REFUSES(name)                                                                              \
    EXPORTED void *name(void *a, void *b, void *c, void *d, void *e, void *f, void *g, void *h) {  \
        (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h;                    \
        return 0;                                                                                  \
    }

EXPORTED void *ucnv_open(const char *name, Status *status) {
    (void)name;
    if (status)
        *status = NOT_FOUND;
    return 0;
}
EXPORTED int ucnv_countAvailable(void) { return 0; }

REFUSES(ucnv_close)
REFUSES(ucnv_reset)
REFUSES(ucnv_getMaxCharSize)
REFUSES(ucnv_getName)
REFUSES(ucnv_getToUCallBack)
REFUSES(ucnv_getFromUCallBack)
REFUSES(ucnv_setToUCallBack)
REFUSES(ucnv_setFromUCallBack)
REFUSES(ucnv_cbToUWriteUChars)
REFUSES(ucnv_cbFromUWriteUChars)
REFUSES(ucnv_toUnicode)
REFUSES(ucnv_fromUnicode)
REFUSES(ucnv_toUCountPending)
REFUSES(ucnv_fromUCountPending)
REFUSES(ucnv_getStandardName)
REFUSES(ucnv_getAvailableName)
REFUSES(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
REFUSES(UCNV_TO_U_CALLBACK_SUBSTITUTE)
