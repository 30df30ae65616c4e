#pragma once

#include "compare/same_places.hpp"
#include "model/address.hpp"
#include "model/node.hpp"
#include "model/position.hpp"
#include "spec/document.hpp"
#include "spec/yaml_edit.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::compare {

// Which kind of layer said something, seen from both environments.
enum class From
{
  nobody, // nothing was said: the key is in no layer
  own,    // a layer that only this environment has
  shared, // a layer that both have
  pinned  // a layer of that name on both sides, at different revisions
};

// What is to be thought of a difference.
enum class Verdict
{
  meant,       // an environment says something about itself
  forgotten,   // it looks as if one side was left behind
  pinned,      // both inherit it from one layer, at different revisions
  unspecified, // what runs differs, and the specs do not
  unjudged     // what runs differs, and nothing says what the specs mean
};

// Why; an open set for readers of JSON.
enum class Reason
{
  variable,           // one text with a variable that differs
  both_set,           // each side says it in a layer of its own
  by_nature,          // a place, a schedule or a credential that an environment sets for itself
  overlay,            // one side says something about itself
  one_overlay,        // both overlays change some key of this document, and only one of them changes this one
  inherited_schedule, // the second side runs at the times that it inherited, the first has times of its own
  revision,           // one layer at different revisions
  layer_order,        // both inherit it from layers that they share, and put them on one another differently
  only_here,          // a document that the other side has nowhere
  left_out,           // a document that the other side leaves out by `flows:`
  not_in_specs,       // what runs differs where the specs do not
  not_applied,        // the specs of both have the document, and one side does not run it
  live                // what runs, and no specs to judge it by
};
// In kebab-case, for JSON.
std::string_view reason_code(Reason reason);
std::string_view verdict_code(Verdict verdict);

// One side of a difference.
struct SideValue
{
  NodePtr value;        // null: this side has none
  Position at;          // of the value, or of what removed it: a `null`, `$delete`, `$replace`; may be unknown
  Origin origin;        // the same for people; unknown where no file says it
  bool removed = false; // there is no value because of `origin`
  From from = From::nobody;
  std::optional<std::string> file_text; // of a `file:` that names another file on the other side: what that file holds
  std::vector<std::pair<std::string, Origin>> variables; // "var.bucket" and where its value is written
};

// A value that is not the same on both sides. What only one side has is one difference as a whole; so is a list without
// keys.
struct Difference
{
  spec::YamlPath path; // from the root of the document; elements of keyed lists by their key
  SideValue left;
  SideValue right;
  bool sensitive = false; // never to be shown, as the keys on the way say (Node::sensitive says it of single values)
  bool one_text = false;  // both are the same written text, and differ by a variable in it
  Verdict verdict = Verdict::meant;
  Reason reason = Reason::overlay;
};

// Which sides have a document.
enum class Presence
{
  both,
  left,
  right
};

// One flow, lookup, transform or code of the two environments.
struct DocumentPair
{
  spec::Kind kind = spec::Kind::flow;
  std::string name;
  Presence presence = Presence::both;
  NodePtr left; // rendered; null when absent
  NodePtr right;
  Origin left_origin; // its metadata.name; unknown when absent
  Origin right_origin;
  std::vector<Difference>
      differences;                  // from the source to the sinks, each as written; none when a side does not have it
  Verdict verdict = Verdict::meant; // of the absence
  Reason reason = Reason::only_here;
  Origin left_out; // with Reason::left_out: the pattern or the list in `flows:` that leaves it out, when known

  bool differs() const { return presence != Presence::both || !differences.empty(); }
};

// An alias that a side's documents use and its `credentials:` do not define: it cannot be planned.
struct MissingAlias
{
  std::string alias;
  bool on_left = false;           // whose
  Origin used_at;                 // its first use
  std::vector<std::string> flows; // that use it, sorted
};

struct Counts
{
  std::size_t differ = 0; // on both sides, with differences
  std::size_t only_left = 0;
  std::size_t only_right = 0;
  std::size_t alike = 0;
};

// The resource that a value of a document belongs to; nothing for what is the flow's as a whole.
std::optional<Address> resource_of(const DocumentPair& pair, const spec::YamlPath& path);

// Two environments side by side.
struct Comparison
{
  std::string left; // name of the environment
  std::string right;
  std::vector<DocumentPair> documents; // flows first, then what is shared; in the order of overlay::precedes()
  std::vector<MissingAlias> missing_aliases;
  std::vector<SamePlace> same_places;       // of the specs of the two
  bool live = false;                        // compared is what runs; places are ids then:
  std::map<Address, std::int64_t> left_ids; // of what stands for each address
  std::map<Address, std::int64_t> right_ids;

  bool differs() const;
  // Whether somebody should look at it: something looks forgotten, lacks a credential, runs without being in the specs,
  // or is the same place twice.
  bool needs_a_look() const;
  // Of flows, or of lookups, transforms and code.
  Counts counts(bool flows) const;
  // Of differences and of documents that only one side has.
  std::size_t count(Verdict verdict) const;
};

} // namespace flowsync::compare
