/* so-truyen-thong.exe (WINDOWED) and so-truyen-thong-cli.exe: start Python from the folder runtime
   beside them, as "python -B -X utf8 -m desktop ARGUMENTS". With PLAIN: an ordinary python.exe, for
   the checks under wine only. What Python may import is fixed by runtime\python311._pth. */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768
#define RUNTIME L"runtime\\python311.dll"

typedef int (*python_main)(int, wchar_t **);

static wchar_t *const before[] = {L"-B", L"-X", L"utf8",
#ifndef PLAIN
                                  L"-m", L"desktop",
#endif
};
enum { BEFORE = sizeof before / sizeof *before };

static int fail(const wchar_t *what) {
#ifdef WINDOWED
    MessageBoxW(NULL, what, L"Sổ Truyền Thông", MB_OK | MB_ICONERROR);
#else
    fwprintf(stderr, L"%ls\n", what);
#endif
    return 120;
}

static int run(int count, wchar_t **given) {
    static wchar_t program[LONGEST], library[LONGEST];
    DWORD length = GetModuleFileNameW(NULL, program, LONGEST);
    wchar_t *name = length ? wcsrchr(program, L'\\') : NULL;
    if (!name || name - program + wcslen(RUNTIME) + 2 > LONGEST)
        return fail(L"Thư mục chương trình có đường dẫn quá dài. Hãy cài lại vào thư mục khác.");
    wcsncpy(library, program, name + 1 - program);
    wcscat(library, RUNTIME);

    SetDllDirectoryW(L""); /* never load a DLL from the folder of the file that was opened */
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!python)
        return fail(L"Chương trình thiếu tệp runtime\\python311.dll, có thể do phần mềm diệt vi-rút "
                    L"xóa. Sổ không bị ảnh hưởng. Hãy cài lại chương trình.");
    python_main start = (python_main)(void *)GetProcAddress(python, "Py_Main");
    wchar_t **words = calloc(count + BEFORE + 1, sizeof *words);
    if (!start || !words)
        return fail(L"Tệp runtime\\python311.dll không đúng. Hãy cài lại chương trình.");

    int total = 0;
    words[total++] = program;
    for (int i = 0; i < BEFORE; i++)
        words[total++] = before[i];
    for (int i = 1; i < count; i++)
        words[total++] = given[i];
    return start(total, words);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, LPWSTR line, int show) {
    (void)self, (void)none, (void)line, (void)show;
    int count = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    return words ? run(count, words) : fail(L"Không đọc được dòng lệnh.");
}
#else
int wmain(int count, wchar_t **words) { return run(count, words); }
#endif
