/* Stands in for the bcryptprimitives.dll that Windows has and wine 8 lacks; in the test prefix only,
   never shipped. Random bytes come from the system all the same. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
    return RtlGenRandom(bytes, (ULONG)count);
}
