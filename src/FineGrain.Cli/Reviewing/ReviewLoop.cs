using System.Text;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Feedback.Reviewing;

namespace FineGrain.Cli.Reviewing;

/// <summary>Draws the desk, waits for a key, does what it says. Every decision is stored before the next frame, so that leaving at any time loses nothing.</summary>
internal sealed class ReviewLoop(ReviewSession session, string place, Terminal terminal, IKeyboard keys)
{
    private bool help;
    private string note = "";

    public void Run()
    {
        terminal.Out.Write("\e[?1049h\e[?25l"); // a screen of its own, without a cursor
        try
        {
            while (true)
            {
                Draw();
                note = "";
                if (keys.Read(terminal.Stop) is not { } key || !Do(key)) return;
            }
        }
        finally
        {
            terminal.Out.Write("\e[?25h\e[?1049l");
        }
    }

    /// <summary>Whether to go on.</summary>
    private bool Do(ConsoleKeyInfo key)
    {
        var words = key.Modifiers.HasFlag(ConsoleModifiers.Shift) || key.Modifiers.HasFlag(ConsoleModifiers.Control);
        try
        {
            switch (key.Key)
            {
                case ConsoleKey.Enter: session.Accept(); return true;
                case ConsoleKey.Escape: return false;
                case ConsoleKey.LeftArrow: session.Move(-1, words); return true;
                case ConsoleKey.RightArrow: session.Move(1, words); return true;
                case ConsoleKey.UpArrow: session.Step(-1); return true;
                case ConsoleKey.DownArrow: session.Step(1); return true;
                case ConsoleKey.Tab: session.CycleLabel(key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1); return true;
                case ConsoleKey.Backspace: Undo(); return true;
            }
            switch (key.KeyChar)
            {
                case 'a' or 'y': session.Accept(); break;
                case 'r' or 'n': session.Reject(); break;
                case ' ' or 's' or 'j': session.Step(1); break;
                case 'b' or 'k': session.Step(-1); break;
                case 'u': Undo(); break;
                case 'z': session.Reset(); break;
                case 'o': session.SwitchBorder(); break;
                case 'h': session.Move(-1, words: false); break;
                case 'l': session.Move(1, words: false); break;
                case 'H': session.Move(-1, words: true); break;
                case 'L': session.Move(1, words: true); break;
                case >= '1' and <= '9': session.SetLabel(key.KeyChar - '1'); break;
                case '?': help = !help; break;
                case 'q': return false;
                default: note = "That key does nothing; ? shows those that do."; break;
            }
        }
        catch (InputException e)
        {
            // Somebody else may have applied it meanwhile: say so and go on.
            note = e.Message;
        }
        return true;
    }

    private void Undo() => note = session.Undo() ? "Taken back." : "Nothing of this session is left to take back.";

    private void Draw()
    {
        var frame = new StringBuilder("\e[H");
        var size = terminal.Size();
        foreach (var line in ReviewScreen.Lines(session, place, help, note, size, terminal.Color).Take(size.Height - 1)) frame.Append(line).Append("\e[K\r\n");
        terminal.Out.Write(frame.Append("\e[J").ToString());
    }
}
