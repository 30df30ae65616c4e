#pragma once

#include "base/diagnostic.hpp"
#include "importer/properties_file.hpp"
#include "model/environment.hpp"
#include "model/position.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::importer {

// A credential of the account that the flow is imported for.
struct KnownCredential
{
  ResourceId id = 0;
  std::string name;
  std::string type; // credentials_type
};

// Several credentials have the name that the file asks for, or none has it.
struct Choice
{
  std::string name;
  bool unknown = false;                    // none has it: the candidates are those that fit what uses it
  Location where;                          // in the file
  std::vector<KnownCredential> candidates; // by id
};

// What is known about credentials where the flow goes.
struct CredentialDirectory
{
  std::map<std::string, CredentialSelector> aliases;   // those that the environment has already
  std::optional<std::vector<KnownCredential>> account; // nothing: no account was asked
  std::map<std::string, ResourceId>
      given; // alias, made from a name in the file, or a block -> what a person said it is
  // Asks a person which one is meant; nothing when there is nobody to ask or no answer. May be empty.
  std::function<std::optional<ResourceId>(const Choice&)> choose;
};

// A block of the file that uses a credential.
struct CredentialUse
{
  std::string block; // "source", "sink_1"
  const Node* value; // its `data_credentials`: "<data_credentials_id: NAME>", an id, or {name: ...} as replies have it
  std::string type;  // of its connector; tells apart credentials of one name
};

struct CredentialAliases
{
  std::map<std::string, std::string> by_block;     // alias for each block that uses one
  std::map<std::string, CredentialSelector> added; // aliases that the environment does not have yet
};

// Finds an alias for every use: by the id that a person gives for its block or alias, or the properties for its block,
// otherwise by the name in the placeholder. With an account, names and ids must exist there; of several with one name
// those of the connector's type count, and what is then not clear is asked for or an error that lists them. An alias
// that already stands for a credential is used again; new ones are made from its name.
CredentialAliases find_aliases(const std::vector<CredentialUse>& uses, const Properties& properties,
                               const CredentialDirectory& directory, const SourceFiles& files,
                               Diagnostics& diagnostics);

} // namespace flowsync::importer
