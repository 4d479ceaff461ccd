/// What keys do on a page: one table makes the page's answers to keys, its key bar, its help, the
/// table in README and the tests.
package struct KeyTable<Action: Hashable & Sendable>: Sendable {
  package struct Binding: Sendable {
    package let action: Action
    package let keys: [Key]
    /// The keys as help shows them: `→ l Space`.
    package let names: String
    /// What the keys do, for help.
    package let help: String
    /// The one key that the key bar names: `→l`; the names if nil.
    package let short: String

    package init(
      _ action: Action, _ keys: [Key], names: String, help: String, short: String? = nil
    ) {
      self.action = action
      self.keys = keys
      self.names = names
      self.help = help
      self.short = short ?? names
    }
  }

  package let bindings: [Binding]
  private let actions: [Key: Action]

  /// When two bindings share a key, the first one counts.
  package init(_ bindings: [Binding]) {
    self.bindings = bindings
    actions = Dictionary(
      bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } },
      uniquingKeysWith: { first, _ in first })
  }

  package func action(for key: Key) -> Action? { actions[key] }

  package func binding(of action: Action) -> Binding? { bindings.first { $0.action == action } }

  /// This table, extended by another one for keys that it does not use.
  package func over(_ other: KeyTable) -> KeyTable { KeyTable(bindings + other.bindings) }

  /// An entry of the key bar: the keys of some actions and one word for all of them. Actions that
  /// the table has no key for are left out; where there is little room, entries of a lower rank go first.
  package func entry(
    _ actions: Action..., word: String, rank: Int, separator: String = "/"
  ) -> KeyBar<Action>.Entry {
    KeyBar.Entry(
      keys: actions.compactMap { action in
        binding(of: action).map { .init(label: $0.short, action: action) }
      }, separator: separator, word: word, rank: rank)
  }
}

/// The last row of a screen: what keys do here and now. Its entries answer to the mouse.
package struct KeyBar<Action: Hashable & Sendable>: Sendable {
  package struct Entry: Sendable {
    package struct Key: Sendable {
      package let label: String
      package let action: Action

      package init(label: String, action: Action) { (self.label, self.action) = (label, action) }
    }

    package let keys: [Key]
    package let separator: String
    package let word: String
    package let rank: Int

    package init(keys: [Key], separator: String, word: String, rank: Int) {
      (self.keys, self.separator, self.word, self.rank) = (keys, separator, word, rank)
    }
  }

  package var entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries.filter { !$0.keys.isEmpty } }

  /// Everything that the bar names.
  package var actions: [Action] { entries.flatMap { $0.keys.map(\.action) } }

  /// As many entries as fit, none of them cut; the last one loses its word before it is left out.
  package func line(columns: Int, glyphs: Glyphs) -> Line {
    var shown = entries
    func line() -> Line {
      shown.enumerated().reduce(into: Line(" ")) { line, item in
        line += Line(item.offset == 0 ? "" : "  ", .dim) + self.line(of: item.element, glyphs)
      }
    }
    while line().width > columns, shown.count > 1,
      let least = shown.indices.min(by: { shown[$0].rank < shown[$1].rank })
    {
      shown.remove(at: least)
    }
    if line().width <= columns { return line() }
    guard let key = shown.first?.keys.last else { return Line() }
    let bare = Line([Span(glyphs.spell(key.label), .dim, link: key.action)])
    return bare.width <= columns ? bare : Line()
  }

  /// Each key is a link to its action, the word to that of the last key.
  private func line(of entry: Entry, _ glyphs: Glyphs) -> Line {
    var line = Line([])
    for (index, key) in entry.keys.enumerated() {
      if index > 0 { line += Line(glyphs.spell(entry.separator), .dim) }
      line += Line([Span(glyphs.spell(key.label), .dim, link: key.action)])
    }
    return line
      + Line([Span(" " + glyphs.spell(entry.word), .dim, link: entry.keys.last?.action)])
  }
}
