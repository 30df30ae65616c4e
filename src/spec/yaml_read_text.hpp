#pragma once

#include "spec/yaml_reader.hpp"

#include <string>
#include <string_view>

namespace flowsync::spec {

// A text by itself and what it says.
struct ReadText
{
  SourceFiles files; // this one, with index 0
  Diagnostics problems;
  YamlText yaml;

  // Reads the text of what messages call `shown_path`; once only.
  void read(std::string_view text, const std::string& shown_path)
  {
    yaml = read_yaml(files, files.add(shown_path, std::string(text), ""), problems);
  }
};

} // namespace flowsync::spec
