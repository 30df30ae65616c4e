#include "git_fault.hpp"

#include <array>
#include <fstream>
#include <string_view>

namespace flowsync::torture {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> k_words{"none", "kill_before", "kill_after", "cut", "deaf"};

constexpr const char* k_script = R"(#!/bin/sh
here=$(dirname "$0")
n=$(($(cat "$here/count") + 1))
echo $n > "$here/count.new" && mv "$here/count.new" "$here/count"
echo " $* " >> "$here/log"
read -r fault at < "$here/fault"
real=/usr/bin/git
case " $* " in *" fetch "* | *" push "* | *" ls-remote "*) far=yes ;; *) far=no ;; esac
cut_off() { echo "fatal: unable to access the remote: cut off" >&2; exit 128; }
case $fault in
  kill_before) [ $n -ne "$at" ] || { kill -9 $PPID; exit 1; } ;;
  kill_after) [ $n -ne "$at" ] || { "$real" "$@"; kill -9 $PPID; exit 1; } ;;
  cut) [ $n -lt "$at" ] || [ $far = no ] || cut_off ;;
  deaf)
    if [ $n -ge "$at" ] && [ $far = yes ]; then
      [ -e "$here/heard" ] || { touch "$here/heard"; "$real" "$@" > /dev/null 2>&1; }
      cut_off
    fi ;;
esac
exec "$real" "$@"
)";

void write_text(const fs::path& file, const std::string& text)
{
  std::ofstream(file, std::ios::binary) << text;
}

} // namespace

GitWrapper::GitWrapper(fs::path folder) : m_folder(std::move(folder))
{
  fs::create_directories(m_folder);
  write_text(m_folder / "git", k_script);
  fs::permissions(m_folder / "git", fs::perms::owner_all);
  aim(GitFault::none, 0);
}

void GitWrapper::aim(GitFault fault, std::size_t n)
{
  write_text(m_folder / "count", "0\n");
  write_text(m_folder / "fault",
             std::string(k_words.at(static_cast<std::size_t>(fault))) + " " + std::to_string(n) + "\n");
  fs::remove(m_folder / "heard");
  write_text(m_folder / "log", "");
}

std::size_t GitWrapper::counted() const
{
  std::size_t count = 0;
  std::ifstream(m_folder / "count") >> count;
  return count;
}

std::size_t GitWrapper::counted(const std::string& word) const
{
  std::ifstream log(m_folder / "log");
  std::size_t count = 0;
  for (std::string line; std::getline(log, line);) {
    count += line.find(" " + word + " ") != std::string::npos ? 1U : 0U;
  }
  return count;
}

} // namespace flowsync::torture
