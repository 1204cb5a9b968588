@echo off
rem The CLI out of the installed app, run by the system's Node: the app itself is no Node.
node "%~dp0..\app.asar.unpacked\dist\cli\whis.cjs" %*
