; The installer for Windows, of a bundle that PyInstaller has made there. For one user, without an administrator.
;
;   makensis -NOCD -DVERSION=0.1.0 -DBUNDLE=dist/deskbreak -DFILE=deskbreak-setup.exe packaging/windows/installer.nsi
;
; makensis runs on Linux, too (Debian's package: nsis).

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include MUI2.nsh

!define PROGRAM "$INSTDIR\deskbreak.exe"
!define LIBRARIES "$INSTDIR\_internal"
!define SHORTCUT "$SMPROGRAMS\deskbreak.lnk"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\deskbreak"
!define DONE 0 ; as deskbreak ends when it could do what it was asked to

Name "deskbreak"
OutFile "${FILE}"
InstallDir "$LOCALAPPDATA\Programs\deskbreak"
InstallDirRegKey HKCU "${LISTED}" "InstallLocation"
BrandingText "deskbreak ${VERSION}"

!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "${PROGRAM}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English" ; the first is the one for all whose language is not here
!include "${__FILEDIR__}/words.nsh"

Var runs

; What may run is asked to end, so that its files can be replaced or removed.
!macro QUIT
  nsExec::Exec '"${PROGRAM}" quit'
  Pop $runs
!macroend

; A program that still runs cannot be removed on Windows. The page stays for a minute after deskbreak,
; for whoever comes back to it. Half of an update would be worse than none.
!macro WAIT
  ${For} $0 1 150
    Delete "${PROGRAM}"
    ${IfNot} ${FileExists} "${PROGRAM}"
      ${ExitFor}
    ${EndIf}
    Sleep 500
  ${Next}
  ${If} ${FileExists} "${PROGRAM}"
    Abort
  ${EndIf}
!macroend

Section "deskbreak"
  SectionIn RO
  !insertmacro QUIT
  !insertmacro WAIT
  RMDir /r "${LIBRARIES}" ; what the version before had and this one has not
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}/*"
  CreateShortcut "${SHORTCUT}" "${PROGRAM}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "deskbreak"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "The deskbreak contributors"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "${PROGRAM}"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
SectionEnd

Section /o "$(AT_LOGIN)"
  nsExec::Exec '"${PROGRAM}" autostart on'
  Pop $0
SectionEnd

; An update that nobody watches leaves deskbreak as it found it.
Function .onInstSuccess
  ${If} ${Silent}
  ${AndIf} $runs == ${DONE}
    Exec '"${PROGRAM}" run'
  ${EndIf}
FunctionEnd

; Settings and history lie elsewhere, in $LOCALAPPDATA\deskbreak, and stay.
Section "Uninstall"
  !insertmacro QUIT
  nsExec::Exec '"${PROGRAM}" autostart off'
  Pop $0
  !insertmacro WAIT
  Delete "${SHORTCUT}"
  RMDir /r "${LIBRARIES}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only once it is empty
  DeleteRegKey HKCU "${LISTED}"
  DetailPrint "$(KEPT) $LOCALAPPDATA\deskbreak"
SectionEnd
