/**
 * Written in several lines, with @{…} where the shell has its braces. In order:
 * - A blank keeps it out of histories that ignore such lines; further down the others are asked to forget it.
 * - Where somebody made the variables readonly, nothing is set.
 * - __hd tells of the end of a command, with `$?` as it was, before the person's own PROMPT_COMMAND.
 * - __hp marks the prompt after that, which may have made it anew. Before 4.4 bash has no PS0 and shows none.
 * - A bash inside of this one may inherit PROMPT_COMMAND; it does not have the functions.
 * - A POSIX shell expands parameters in its prompt, and has nothing that runs when a command was entered.
 */
const TEXT = String.raw`
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
`;

/**
 * What the session document has the agent type into the node's shell first, as one line. With it the shell says where
 * its prompt is (OSC 133: A, B), that a command was entered (C) and what it ended with (D), so that commands are exact.
 * A person should notice nothing: PROMPT_COMMAND goes on and sees the same `$?`, prompts look the same, the history does
 * not get this line, and a shell that can't do it is left as it was.
 *
 * Marks end with ST: where a line has a BEL, the agent's stream keeps its sequences. The screen is cleared because the
 * terminal echoes what is typed; the recording has it.
 */
export const LINUX_SHELL_PROFILE = TEXT.replaceAll("\n", "").replaceAll("@{", "${");
