#pragma once

#include "base/result.hpp"
#include "git/checkout.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::git {

// Why a remote repository could not be read or written.
struct RemoteProblem
{
  enum class Kind
  {
    moved,       // the ref is not (any more) what was expected: nothing was written
    refused,     // the remote answered and does not allow it
    unreachable, // no answer, or none that could be used
    unusable,    // it cannot be tried at all: no such remote, no git, a folder that cannot be written
  };
  Kind kind = Kind::unreachable;
  std::string reason;         // a sentence without its end; printable
  std::string hint;           // what a person can do; "" nothing in particular
  bool damaged_cache = false; // what a run that was killed, or a full disk, left in the cache is in the way
  std::string perhaps{};      // of a push without an answer: the commit to which the ref may point now
};

// Where a remote is, and what the checkout's configuration adds to requests there.
struct RemoteAddress
{
  std::string url; // or a path, absolute
  // Headers of http requests, as `actions/checkout` leaves them: configuration key and value. Secret; handed to git
  // through its environment, never on a command line.
  std::vector<std::pair<std::string, std::string>> headers;
};

// A remote may have one address to push to, which what is written and read again needs, and another to fetch from.
enum class AddressFor
{
  pushing,
  fetching
};

// The address of the remote called `name` of the checkout around `folder`; a `name` that is a URL or a path stands for
// itself. Of the checkout's configuration only the remote's address and http headers count: nothing that it names is
// ever run.
Result<RemoteAddress, RemoteProblem> find_remote(const std::filesystem::path& folder, const std::string& name);
Result<RemoteAddress, RemoteProblem> find_remote(const Checkout& checkout, const std::string& name,
                                                 AddressFor use = AddressFor::pushing);

// One commit of a ref, with the files that were asked for and are there.
struct RemoteCommit
{
  std::string id;
  std::string message;
  std::map<std::string, std::string> files;
  std::vector<std::string> names{}; // of everything in its top folder
};

// Two refs as they were at the same moment.
struct RemotePair
{
  std::optional<RemoteCommit> first;
  std::optional<RemoteCommit> second; // its message alone
  bool second_known = false;          // false: it was not seen, because there is no first one
};

// What a new commit consists of.
struct NewCommit
{
  std::string parent;                                      // whose files it begins with, fetched before; "" = none
  std::map<std::string, std::optional<std::string>> files; // put or, without a value, taken away
  std::string author;                                      // who, as free text
  std::string message;
  std::int64_t time = 0; // seconds since 1970
};

// Refs of a remote repository, through a small repository of our own in `cache` (made when absent; safe to delete). The
// user's checkout is neither read nor written: no hook, filter, attribute, alias or `insteadOf` of it counts. Every
// change of a ref names what it is expected to be, so that of two writers one fails (`moved`).
class RemoteRefs
{
public:
  RemoteRefs(std::filesystem::path cache, RemoteAddress address);

  // The commit that `ref` points to; nothing when there is no such ref. Two git processes.
  Result<std::optional<RemoteCommit>, RemoteProblem> fetch(const std::string& ref,
                                                           const std::vector<std::string>& files) const;

  // The same of two refs at once, in as many git processes: of the second one what its commit says.
  Result<RemotePair, RemoteProblem> fetch_pair(const std::string& ref, const std::vector<std::string>& files,
                                               const std::string& second) const;

  // Files of a commit that was fetched; those that are not there are left out.
  Result<RemoteCommit, RemoteProblem> read(const std::string& commit, const std::vector<std::string>& files) const;

  // Paths of all files of a commit that was fetched below a folder of it, sorted.
  Result<std::vector<std::string>, RemoteProblem> list(const std::string& commit, const std::string& folder) const;

  // Makes a commit here and points `ref` to it, if `ref` is at `expected` ("" = does not exist). Returns its id. Two
  // git processes; one more when the answer was lost.
  Result<std::string, RemoteProblem> push(const std::string& ref, const std::string& expected,
                                          const NewCommit& commit) const;

  // Where `ref` points to now; "" when there is no such ref. One git process.
  Result<std::string, RemoteProblem> where(const std::string& ref) const;

  // Removes `ref`, if it is at `expected`.
  std::optional<RemoteProblem> remove(const std::string& ref, const std::string& expected) const;

private:
  Result<RemotePair, RemoteProblem> fetch_once(const std::string& ref, const std::vector<std::string>& files,
                                               const std::string& second) const;
  Result<RemotePair, RemoteProblem> read_pair(const std::string& commit, const std::vector<std::string>& files,
                                              const std::string& second) const;
  void keep(const std::string& mine, const std::string& ref) const;
  Result<std::string, RemoteProblem> write_commit(const NewCommit& commit, const std::string& as) const;
  std::optional<RemoteProblem> send(const std::string& ref, const std::string& expected, const std::string& id) const;

  std::filesystem::path m_cache;
  RemoteAddress m_address;
};

// Whether `name` may be the whole name of a ref, as `git check-ref-format` has it.
bool is_ref_name(std::string_view name);

} // namespace flowsync::git
