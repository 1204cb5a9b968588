@echo off
rem The CLI out of the installed app: run by the machine's Node where that is 18 or newer, elsewhere by
rem the app itself, which is told so by WHIS_CLI.
setlocal
for /f "tokens=1 delims=v." %%m in ('node --version 2^>nul') do if %%m geq 18 goto node
set WHIS_CLI=1
"%~dp0..\..\whis.exe" %*
exit /b %errorlevel%
:node
node "%~dp0..\app.asar.unpacked\dist\cli\whis.cjs" %*
