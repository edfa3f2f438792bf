; What the installer says itself; NSIS brings all else in these languages.

!macro WORDS LANGUAGE LOGIN STAYS
  !if "${LANGUAGE}" != "English"
    !insertmacro MUI_LANGUAGE "${LANGUAGE}"
  !endif
  LangString AT_LOGIN ${LANG_${LANGUAGE}} "${LOGIN}"
  LangString KEPT ${LANG_${LANGUAGE}} "${STAYS}"
!macroend

!insertmacro WORDS "English" "Start at login" "Your settings and history stay in:"
!insertmacro WORDS "German" "Beim Anmelden starten" "Ihre Einstellungen und Ihr Verlauf bleiben in:"
!insertmacro WORDS "French" "Lancer à l’ouverture de session" "Vos paramètres et votre historique restent dans :"
!insertmacro WORDS "Spanish" "Iniciar con la sesión" "Su configuración y su historial se quedan en:"
!insertmacro WORDS "PortugueseBR" "Iniciar com a sessão" "As suas configurações e o seu histórico ficam em:"
!insertmacro WORDS "Italian" "Avvia all’accesso" "Le tue impostazioni e la cronologia restano in:"
!insertmacro WORDS "Dutch" "Starten bij het aanmelden" "Je instellingen en geschiedenis blijven in:"
!insertmacro WORDS "Polish" "Uruchamiaj przy logowaniu" "Twoje ustawienia i historia zostają w:"
!insertmacro WORDS "Japanese" "ログイン時に起動" "設定と履歴はここに残ります："
!insertmacro WORDS "SimpChinese" "登录时启动" "您的设置和历史记录保留在："
!insertmacro WORDS "Arabic" "البدء عند تسجيل الدخول" "تبقى إعداداتك وسجلك في:"
