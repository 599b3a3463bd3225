; The Windows setup: per user, no administrator. Called by setup.py with VERSION, PAYLOAD, OUTFILE,
; ICON, SIZE_KB, COMPRESSION and perhaps SIGN. Words: /S silent, /RESTART opens the program after,
; /PORTABLE with /D=FOLDER as the last word: no registry, data beside the program.
; Exit codes: 3 Windows too old, 4 program still open, 5 not unpacked, 6 not renamed, 7 older version.
Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor ${COMPRESSION}
!if "${COMPRESSION}" == "/SOLID lzma"
SetCompressorDictSize 64
!endif
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include x64.nsh

!define NAME "Sổ Truyền Thông"
!define FOLDER "So Truyen Thong"
!define EXE "so-truyen-thong.exe"
!define KIND "SoTruyenThong.Goi.1"
!define OURS "Software\${FOLDER}"
!define CLASSES "Software\Classes"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${FOLDER}"
!define PATIENCE 60 ; half seconds

Name "${NAME} ${VERSION}"
Caption "Cài đặt ${NAME} ${VERSION}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUTFILE}"
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDirRegKey HKCU "${OURS}" "InstallDir"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1066 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1066 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "FileDescription" "Bộ cài ${NAME}"
VIAddVersionKey /LANG=1066 "CompanyName" "${FOLDER}"
VIAddVersionKey /LANG=1066 "LegalCopyright" "MIT"
!ifdef SIGN
!uninstfinalize '"${SIGN}" "%1"' = 0
!finalize '"${SIGN}" "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "Cài ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Chương trình cài riêng cho tài khoản Windows đang dùng, không cần quyền quản trị và không cần mạng.$\r$\n$\r$\nNếu máy đã có ${NAME}: bản mới thay bản cũ, sổ và mọi dữ liệu giữ nguyên.$\r$\n$\r$\nHãy đóng ${NAME} nếu đang mở rồi bấm Tiếp theo."
!define MUI_FINISHPAGE_TITLE "Đã cài xong"
!define MUI_FINISHPAGE_TEXT "Mở chương trình từ menu Start: ${NAME}.$\r$\n$\r$\nDữ liệu nằm ở $LOCALAPPDATA\${FOLDER}. Gỡ chương trình không xóa dữ liệu."
!define MUI_FINISHPAGE_RUN "$INSTDIR\program\${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "Mở ${NAME} ngay"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Chỉ gỡ chương trình. Sổ, bản sao lưu và giấy tờ ở $LOCALAPPDATA\${FOLDER} vẫn còn; cài lại là dùng tiếp được."
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

Var Portable
Var Restart
Var Waited

!macro STOP CODE TEXT
    MessageBox MB_ICONSTOP "${TEXT}" /SD IDOK
    SetErrorLevel ${CODE}
    !insertmacro OPEN_AGAIN
    Quit
!macroend

; The program closed itself for its update: whatever became of it, the officer gets it back.
!macro OPEN_AGAIN
    ${If} $Restart = 1
        Exec '"$INSTDIR\program\${EXE}"'
    ${EndIf}
!macroend

; A library that is loaded cannot be opened for writing, whichever program loaded it. Waits, then asks.
!macro WAIT_UNTIL_CLOSED UN
Function ${UN}WaitUntilClosed
    StrCpy $Waited 0
    ${Do}
        ${IfNot} ${FileExists} "$INSTDIR\program\runtime\python311.dll"
            Return
        ${EndIf}
        ClearErrors
        FileOpen $0 "$INSTDIR\program\runtime\python311.dll" a
        ${IfNot} ${Errors}
            FileClose $0
            Return
        ${EndIf}
        ${If} $Waited = 0
            DetailPrint "Đang chờ ${NAME} đóng lại…"
        ${EndIf}
        IntOp $Waited $Waited + 1
        ${If} $Waited > ${PATIENCE}
            MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} đang mở. Hãy lưu việc đang làm, đóng chương trình rồi bấm Thử lại." /SD IDCANCEL IDRETRY again
            SetErrorLevel 4
            !insertmacro OPEN_AGAIN
            Quit
            again:
            StrCpy $Waited 1
        ${EndIf}
        Sleep 500
    ${Loop}
FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

Function .onInit
    ${IfNot} ${RunningX64}
    ${OrIfNot} ${AtLeastWin10}
    ${OrIfNot} ${AtLeastBuild} 17763
        !insertmacro STOP 3 "Máy này không chạy được ${NAME}: cần Windows 10 bản 1809 trở lên, loại 64-bit. Hãy dùng máy khác, hoặc nhờ người phụ trách công nghệ thông tin nâng cấp Windows."
    ${EndIf}
    StrCpy $Portable 0
    StrCpy $Restart 0
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/PORTABLE" $R1
    ${IfNot} ${Errors}
        StrCpy $Portable 1
    ${EndIf}
    ClearErrors
    ${GetOptions} $R0 "/RESTART" $R1
    ${IfNot} ${Errors}
        StrCpy $Restart 1
    ${EndIf}
FunctionEnd

; An update begun in the program needs no questions: it was answered there.
Function SkipWhenUpdating
    ${If} $Restart = 1
        Abort
    ${EndIf}
FunctionEnd

; What lies in the folder says its own version; the registry may be another installation's.
Function RefuseOlder
    ClearErrors
    FileOpen $0 "$INSTDIR\program\phien-ban.txt" r
    ${If} ${Errors}
        Return
    ${EndIf}
    FileRead $0 $1
    FileClose $0
    ${WordFind} $1 " " "+1" $1
    ${VersionCompare} $1 "${VERSION}" $2
    ${If} $2 = 1
        !insertmacro STOP 7 "Máy này đã có bản mới hơn ($1). Bản ${VERSION} cũ hơn nên không cài đè, vì sổ đã theo bản mới. Không có gì thay đổi."
    ${EndIf}
FunctionEnd

Section
    ${If} $Restart = 1
        SetAutoClose true
    ${EndIf}
    Call RefuseOlder
    Call WaitUntilClosed
    RMDir /r "$INSTDIR\_moi"
    SetOutPath "$INSTDIR\_moi"
    ClearErrors
    File /r "${PAYLOAD}/*"
    ${If} ${Errors}
        SetOutPath "$INSTDIR"
        RMDir /r "$INSTDIR\_moi"
        !insertmacro STOP 5 "Không chép được chương trình vào $INSTDIR. Ổ đĩa có thể đã đầy, hoặc phần mềm diệt vi-rút chặn. Bản đang dùng và dữ liệu không thay đổi."
    ${EndIf}
    SetOutPath "$INSTDIR"
    Call PutInPlace
    ${If} $Portable = 1
        FileOpen $0 "$INSTDIR\portable.txt" w
        FileClose $0
        CreateDirectory "$INSTDIR\data"
    ${Else}
        Call Register
    ${EndIf}
    !insertmacro OPEN_AGAIN
SectionEnd

; A power cut in here leaves the old or the new program, at worst under _cu: run the setup again.
Function PutInPlace
    ${If} ${FileExists} "$INSTDIR\program\*.*"
        RMDir /r "$INSTDIR\_cu"
        ClearErrors
        Rename "$INSTDIR\program" "$INSTDIR\_cu"
        ${If} ${Errors}
            RMDir /r "$INSTDIR\_moi"
            !insertmacro STOP 4 "Một chương trình khác đang giữ tệp của ${NAME} nên chưa thay được bản cũ. Hãy khởi động lại máy rồi cài lại. Không có gì thay đổi."
        ${EndIf}
    ${EndIf}
    ClearErrors
    Rename "$INSTDIR\_moi" "$INSTDIR\program"
    ${If} ${Errors}
        Rename "$INSTDIR\_cu" "$INSTDIR\program"
        !insertmacro STOP 6 "Chưa đặt được bản mới vào chỗ, bản cũ vẫn dùng được. Hãy khởi động lại máy rồi cài lại."
    ${EndIf}
    RMDir /r "$INSTDIR\_cu"
FunctionEnd

Function Register
    WriteUninstaller "$INSTDIR\go-cai-dat.exe"
    WriteRegStr HKCU "${OURS}" "InstallDir" "$INSTDIR"
    WriteRegStr HKCU "${OURS}" "Version" "${VERSION}"
    CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\program\${EXE}"
    WriteRegStr HKCU "${CLASSES}\.sott" "" "${KIND}"
    WriteRegStr HKCU "${CLASSES}\.sott\OpenWithProgids" "${KIND}" ""
    WriteRegStr HKCU "${CLASSES}\${KIND}" "" "Gói ${NAME}"
    WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\program\${EXE},0"
    WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\program\${EXE}" "%1"'
    WriteRegStr HKCU "${LISTED}" "DisplayName" "${NAME}"
    WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${LISTED}" "Publisher" "${NAME}"
    WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\program\${EXE}"
    WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\go-cai-dat.exe"'
    WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\go-cai-dat.exe" /S'
    WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" ${SIZE_KB}
    WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
    WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
    Call TellExplorer
FunctionEnd

!macro TELL_EXPLORER UN
Function ${UN}TellExplorer
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd
!macroend
!insertmacro TELL_EXPLORER ""
!insertmacro TELL_EXPLORER "un."

Section Uninstall
    Call un.WaitUntilClosed
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\program"
    RMDir /r "$INSTDIR\_moi"
    RMDir /r "$INSTDIR\_cu"
    Delete "$INSTDIR\go-cai-dat.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME}.lnk"
    ReadRegStr $0 HKCU "${CLASSES}\.sott" ""
    ${If} $0 == "${KIND}"
        DeleteRegKey HKCU "${CLASSES}\.sott"
    ${EndIf}
    DeleteRegKey HKCU "${CLASSES}\${KIND}"
    DeleteRegKey HKCU "${LISTED}"
    DeleteRegKey HKCU "${OURS}"
    Call un.TellExplorer
SectionEnd
