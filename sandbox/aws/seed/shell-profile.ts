/** What an account that was prepared for Halligan has the agent type first: the shell says where commands begin and end. */
export const SHELL_PROFILE = String.raw`
 case "@{TERM-}" in dumb);;*)if [ -n "@{BASH_VERSION-}" ];then 
if (PS0= PS1= PROMPT_COMMAND=) 2>/dev/null;then 
__hd(){ local s=$?;printf '\033]133;D;%s\033\\' "$s";return "$s";};
__hp(){ local s=$?;case "@{PS1-}" in *133\;B*);;*)PS1='\[\e]133;A\e\\\]'"@{PS1-}"'\[\e]133;B\e\\\]';;esac;
case "@{PS0-}" in *133\;C*);;*)PS0="@{PS0-}"'\e]133;C\e\\';;esac;return "$s";};
__ha=__hd;__hz=__hp;
PROMPT_COMMAND='eval "@{__ha-(exit \$?)}"'$'\n'"@{PROMPT_COMMAND-}"$'\n''eval "@{__hz-(exit \$?)}"';
case "$(declare -p PROMPT_COMMAND)" in "declare -a"*)PROMPT_COMMAND[999]=__hp;;esac;
case "$(history 1)" in *__hd*)__hn="$(history 1)";__hn="@{__hn#"@{__hn%%[0-9]*}"}";history -d "@{__hn%%[!0-9]*}";unset __hn;;esac;
fi;
elif [ -z "@{ZSH_VERSION-}" ];then 
__hd="$(printf '\033]133;D;')";__ha="$(printf '\033\\\033]133;A\033\\')";__hz="$(printf '\033]133;B\033\\')";
PS1='@{__hd}$?@{__ha}'"@{PS1-}"'@{__hz}';
fi;;esac;
printf '\033[H\033[2J'
`
  .replaceAll("\n", "")
  .replaceAll("@{", "${");
