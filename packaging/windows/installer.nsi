; The installer for Windows, of a bundle that PyInstaller has made there. For one user, without an administrator.
;
;   makensis -DVERSION=0.1.0 -DBUNDLE=dist/deskbreak -DFILE=deskbreak-setup.exe packaging/windows/installer.nsi
;
; The two paths are as seen from where makensis runs. It runs on Linux, too (Debian's package: nsis).

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
!include "words.nsh"

Var runs

; What may run is asked to end, so that its files can be replaced or removed.
!macro QUIT
  nsExec::Exec '"${PROGRAM}" quit'
  Pop $runs
!macroend

Section "deskbreak"
  SectionIn RO
  !insertmacro QUIT
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
  IfSilent 0 +3
  StrCmp $runs ${DONE} 0 +2
  Exec '"${PROGRAM}" run'
FunctionEnd

; Settings and history lie elsewhere, in $LOCALAPPDATA\deskbreak, and stay.
Section "Uninstall"
  !insertmacro QUIT
  nsExec::Exec '"${PROGRAM}" autostart off'
  Pop $0
  Delete "${SHORTCUT}"
  Delete "${PROGRAM}"
  RMDir /r "${LIBRARIES}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only once it is empty
  DeleteRegKey HKCU "${LISTED}"
  DetailPrint "$(KEPT) $LOCALAPPDATA\deskbreak"
SectionEnd
