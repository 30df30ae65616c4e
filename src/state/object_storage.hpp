#pragma once

#include "state/envelope.hpp"
#include "state/storage.hpp"

#include <optional>
#include <string>

namespace flowsync::state {

// A storage whose place keeps one object: all files of the state in an envelope. What is left to say of a kind of place
// is how an object is read and written there, and how it is locked.
class ObjectStorage : public Storage
{
public:
  std::string place() const final { return m_place; }
  Result<Stored, Problem> load(const std::vector<std::string>& files) final;
  Result<std::vector<std::string>, Problem> list(const std::string& folder) final;
  Result<std::map<std::string, std::string>, Problem> more(const std::vector<std::string>& files) final;
  Result<std::string, Problem> save(const Changes& changes, const std::string& expected, const SaveNote& note) final;

protected:
  explicit ObjectStorage(std::string place) : m_place(std::move(place)) {}

  struct Object
  {
    std::string text;
    std::string tag; // what the place calls this content; may be "" where it has no such names
  };
  struct NotWritten
  {
    enum class Kind
    {
      moved,     // the object is not (any more) the expected one
      uncertain, // nobody knows
      refused,
    };
    Kind kind = Kind::refused;
    Problem problem;
  };

  Problem locked() const;

  // Nothing when there is no such object.
  virtual Result<std::optional<Object>, Problem> read() = 0;
  // Puts a text in the place of the object with that tag, or where there is none; returns the new tag.
  virtual Result<std::string, NotWritten> write(const std::string& text, const std::optional<std::string>& tag) = 0;
  // Whether write() alone makes sure that the object is the expected one.
  virtual bool compares() const = 0;

private:
  struct Version
  {
    Envelope envelope;
    std::string text;               // its version; "" nothing was ever saved
    std::optional<std::string> tag; // nothing: there is no object
  };

  Result<Version, Problem> fetch();
  std::map<std::string, std::string> pick(const std::vector<std::string>& files) const;
  std::optional<Problem> look_before_writing(const std::string& expected);
  Problem moved() const;

  std::string m_place;
  Version m_now;                  // loaded or saved last
  std::optional<Version> m_doubt; // what a save without an answer may have left
};

} // namespace flowsync::state
