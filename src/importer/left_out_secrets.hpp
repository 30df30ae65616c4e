#pragma once

#include "base/diagnostic.hpp"
#include "model/position.hpp"

#include <string>
#include <vector>

namespace flowsync::importer {

// A secret that stood in the file in the clear and was left out.
struct LeftOutSecret
{
  std::string name; // ${secret.NAME} stands for it
  Location where;   // in the imported file, without its line
};

// Names the secrets of one flow and warns about each, never showing the line that it stands in.
class LeftOutSecrets
{
public:
  LeftOutSecrets(const SourceFiles& files, Diagnostics& diagnostics) : m_files(files), m_diagnostics(diagnostics) {}

  // The name for the value written under `field` of a config.
  std::string add(const std::string& flow, const std::string& field, Position at);
  std::vector<LeftOutSecret> take() { return std::move(m_secrets); }

private:
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
  std::vector<LeftOutSecret> m_secrets;
};

} // namespace flowsync::importer
