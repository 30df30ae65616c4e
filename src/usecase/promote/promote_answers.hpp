#pragma once

#include "promote/needs.hpp"
#include "spec/yaml_edit.hpp"
#include "usecase/run/context.hpp"
#include "usecase/run/options.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// What the target's Environment document gets, and what to tell people of it.
struct Answers
{
  std::vector<spec::YamlEdit> edits;
  std::vector<std::string> lines;   // "credentials.orders-s3 = 6027 (`S3 prod`)"
  std::vector<std::string> remarks; // what is left for a person to do
};

// Finds an answer to every need: from --credential and --var, by asking on the terminal (for credentials with the table
// of those of that type in the account of `environment`), a variable without an answer as it is in the other
// environment, which is remarked. Throws Rejected when some have none, all of them at once; Fatal when the account
// cannot be read.
Answers answer(const promote::Needs& needs, const PromoteOptions& options, const std::string& environment,
               const CommandContext& context);

} // namespace flowsync::usecase
